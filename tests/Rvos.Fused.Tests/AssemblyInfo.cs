// Live-tensor counts are of the whole process, and the machine's cores belong to one test at a time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
