using System.Data.Common;

namespace Rvos.Hosting.Data;

/// <summary>The connection was lost during a commit: it was done or not, and only the data can tell.</summary>
/// <param name="inner">What the provider said.</param>
public sealed class CommitUnknownException(Exception inner)
    : DbException("the connection was lost during a commit, which may have been done", inner)
{
    /// <summary>False: run again, the work might be done twice.</summary>
    public override bool IsTransient => false;
}
