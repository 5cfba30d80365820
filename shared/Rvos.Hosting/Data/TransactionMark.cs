namespace Rvos.Hosting.Data;

/// <summary>Marks the flow of control of a transaction's work. What that work started and did not wait for keeps the mark, but finds it closed.</summary>
internal sealed class TransactionMark
{
    private volatile bool _isOpen = true;

    public bool IsOpen => _isOpen;

    public void Close() => _isOpen = false;
}
