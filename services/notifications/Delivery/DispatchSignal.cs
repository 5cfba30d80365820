using Rvos.Hosting;

namespace Rvos.Notifications.Delivery;

/// <summary>Tells the dispatcher of this process that something may be due.</summary>
internal sealed class DispatchSignal(TimeProvider clock) : WakeSignal(clock);
