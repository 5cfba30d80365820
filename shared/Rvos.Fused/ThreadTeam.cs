using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Rvos.Fused;

/// <summary>Splits loops over the threads that libtorch's operators use: those of its OpenMP runtime, through the entry points that compilers call. Threads of another pool would
/// compete with these, which wait for their next work without sleeping.</summary>
internal static unsafe class ThreadTeam
{
    private static readonly OpenMp? Team = OpenMp.Find();

    /// <summary>True when the threads are OpenMP's; false on systems where its runtime was not found, which use the pool's.</summary>
    internal static bool IsOpenMp => Team is not null;

    /// <summary>Calls the body for parts of 0 to count - 1, at the same time, and waits for all.</summary>
    /// <param name="count">Number of elements.</param>
    /// <param name="body">Receives the first element of a part and the one behind its last. What it throws is thrown here.</param>
    internal static void Run(int count, Action<int, int> body)
    {
        var threads = Math.Min(count, FusedRuntime.Threads);
        if (threads <= 1)
        {
            if (count > 0) body(0, count);
            return;
        }

        if (Team is null)
        {
            _ = Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => Part(body, count, i, threads));
            return;
        }

        var loop = new Loop(body, count, Team);
        var handle = GCHandle.Alloc(loop);
        try
        {
            Team.Parallel(&Enter, (void*)GCHandle.ToIntPtr(handle), (uint)threads, 0);
        }
        finally
        {
            handle.Free();
        }

        loop.Error?.Throw();
    }

    private static void Part(Action<int, int> body, int count, int part, int parts)
    {
        var (from, to) = ((int)((long)count * part / parts), (int)((long)count * (part + 1) / parts));
        if (from < to) body(from, to);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Enter(void* data)
    {
        var loop = (Loop)GCHandle.FromIntPtr((nint)data).Target!;
        try
        {
            Part(loop.Body, loop.Count, loop.Team.ThreadNumber(), loop.Team.ThreadCount());
        }
        catch (Exception error)
        {
            // Nothing may be thrown through the runtime's own frames.
            loop.Error = ExceptionDispatchInfo.Capture(error);
        }
    }

    private sealed class Loop(Action<int, int> body, int count, OpenMp team)
    {
        internal Action<int, int> Body => body;

        internal int Count => count;

        internal OpenMp Team => team;

        internal ExceptionDispatchInfo? Error { get; set; }
    }
}
