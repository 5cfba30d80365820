namespace Rvos.Ingestion.Uploads;

/// <summary>How the bytes of a request ended.</summary>
internal enum ReceiveEnd
{
    /// <summary>All came, and count.</summary>
    Whole,
    /// <summary>The client went away or this process is to stop; what came without a checksum counts.</summary>
    Interrupted,
    /// <summary>They are not the ones that the checksum means; none counts.</summary>
    Mismatch,
    /// <summary>There are more than the upload's length; the last part does not count.</summary>
    TooMany,
    /// <summary>They came in too small pieces.</summary>
    TooManyParts,
    /// <summary>Another writer was first; these do not count.</summary>
    Overtaken,
}
