using System.Data.Common;

namespace Rvos.Hosting.Data;

/// <summary>Messages that leave with the state they tell of: rows of the same transaction, published once it is committed.</summary>
public interface IOutbox
{
    /// <summary>Adds a message; it is published after the commit, in the order of adding, at least once.</summary>
    /// <param name="transaction">Of <see cref="Database.TransactAsync{T}"/>.</param>
    /// <param name="message">Of a registered type.</param>
    /// <param name="cancellation">Stops the adding.</param>
    /// <exception cref="ArgumentException">Its type is not registered (<see cref="OutboxServices.AddOutboxMessages"/>).</exception>
    Task AddAsync(DbTransaction transaction, object message, CancellationToken cancellation = default);
}
