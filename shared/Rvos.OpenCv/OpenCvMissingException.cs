namespace Rvos.OpenCv;

/// <summary>OpenCV's library cannot be loaded; the message says in one line what is missing and what installs it.</summary>
public sealed class OpenCvMissingException : DllNotFoundException
{
    /// <summary>Makes the message.</summary>
    /// <param name="reason">What the loader said.</param>
    /// <param name="error">The loader's own exception.</param>
    internal OpenCvMissingException(string reason, Exception? error)
        : base($"OpenCV cannot be loaded: {reason} (Debian: apt-get install --no-install-recommends libgtk-3-0 libdrm2 libatomic1)", error)
    {
    }
}
