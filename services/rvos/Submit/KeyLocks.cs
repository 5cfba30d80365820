namespace Rvos.Cli.Submit;

/// <summary>One at a time for each key.</summary>
internal sealed class KeyLocks
{
    private readonly Dictionary<string, (SemaphoreSlim Door, int Users)> doors = [];

    internal async Task<IDisposable> EnterAsync(string key, CancellationToken cancellation)
    {
        SemaphoreSlim door;
        lock (doors)
        {
            var (known, users) = doors.GetValueOrDefault(key);
            door = known ?? new SemaphoreSlim(1);
            doors[key] = (door, users + 1);
        }

        try
        {
            await door.WaitAsync(cancellation);
        }
        catch
        {
            Leave(key);
            throw;
        }

        return new Pass(this, key, door);
    }

    private void Leave(string key)
    {
        lock (doors)
        {
            var (door, users) = doors[key];
            if (users > 1) doors[key] = (door, users - 1);
            else doors.Remove(key);
        }
    }

    private sealed class Pass(KeyLocks owner, string key, SemaphoreSlim door) : IDisposable
    {
        public void Dispose()
        {
            door.Release();
            owner.Leave(key);
        }
    }
}
