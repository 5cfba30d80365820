// Nearly all of their time these tests wait: for messages, leases, servers. More of them at once than there are cores.
[assembly: CollectionBehavior(MaxParallelThreads = 8)]
