using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Rvos.Video.Ffmpeg;

/// <summary>Runs a blocking producer on a thread of its own, a bounded number of items ahead of the consumer.</summary>
internal static class ReadAhead
{
    /// <summary>The items in order. Ending early or cancelling calls <paramref name="stop"/>, which must unblock the producer.</summary>
    public static async IAsyncEnumerable<T> RunAsync<T>(
        Action<Action<T>> produce, Action stop, int capacity, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class, IDisposable
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        var producer = Task.Factory.StartNew(Produce, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            using var stopping = ending.Token.Register(stop);
            await foreach (var item in channel.Reader.ReadAllAsync(ending.Token).ConfigureAwait(false)) yield return item;
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            stop();
            await producer.ConfigureAwait(false);
            while (channel.Reader.TryRead(out var left)) left.Dispose();
        }

        void Produce()
        {
            Exception? error = null;
            try
            {
                produce(Emit);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // The consumer left.
            }
            catch (Exception caught) when (ending.IsCancellationRequested && caught is VideoFormatException or IOException)
            {
                // The consumer left and the child was killed for it: a short read is no damage of the file.
            }
            catch (Exception caught)
            {
                error = caught;
            }
            channel.Writer.TryComplete(error);
        }

        void Emit(T item)
        {
            if (channel.Writer.TryWrite(item)) return;
            channel.Writer.WriteAsync(item, ending.Token).AsTask().GetAwaiter().GetResult();
        }
    }
}
