// Nearly all of their time these tests wait: for messages, leases, servers. More of them at once than most machines have cores.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]
