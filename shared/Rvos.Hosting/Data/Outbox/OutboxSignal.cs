namespace Rvos.Hosting.Data;

/// <summary>Wakes the dispatcher of this process's outbox.</summary>
internal sealed class OutboxSignal(TimeProvider clock) : WakeSignal(clock);
