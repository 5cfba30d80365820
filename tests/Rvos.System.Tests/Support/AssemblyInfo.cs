// Two cores, and processes that are killed: one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
