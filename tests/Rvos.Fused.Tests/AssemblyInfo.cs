// Live-tensor counts are of the whole process, and the machine's cores belong to one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
