using Rvos.Testing.Cluster;

return await ClusterProgram.RunAsync(args);
