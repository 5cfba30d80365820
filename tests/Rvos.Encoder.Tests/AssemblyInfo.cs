// Inference takes all cores, and live activations are counted for the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
