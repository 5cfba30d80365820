// The machine's cores belong to one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
