using System.ComponentModel.DataAnnotations;

namespace Rvos.Hosting.Blobs;

/// <summary>Settings of the blob store, section <c>Rvos:Blobs</c>; checked when the host starts.</summary>
public sealed class BlobOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Rvos:Blobs";

    /// <summary>Where blobs are kept; a folder by default.</summary>
    [EnumDataType(typeof(BlobProvider))]
    public BlobProvider Provider { get; set; } = BlobProvider.Folder;

    /// <summary>Folder: its path, <c>data/blobs</c> below the working directory by default. Made when absent.</summary>
    public string Folder { get; set; } = "data/blobs";

    /// <summary>
    /// Folder: whether a blob reaches the disk before a put returns, so that it survives a power cut and not only a kill.
    /// On by default.
    /// </summary>
    public bool FlushToDisk { get; set; } = true;

    /// <summary>Azure: a connection string with a key; otherwise <see cref="ServiceUri"/>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Azure: address of the account's blob service, entered with the default credential (workload identity).</summary>
    public Uri? ServiceUri { get; set; }

    /// <summary>Azure: the container, <c>rvos</c> by default. Made when absent.</summary>
    [RegularExpression("^[a-z0-9](-?[a-z0-9]){2,62}$", ErrorMessage = "Container must be 3 to 63 lower-case letters, digits and single dashes.")]
    public string Container { get; set; } = "rvos";

    /// <summary>
    /// Azure: tries after the first, 10 by default. Pauses double from 0.5 s to 8 s: an outage of about 50 s is waited out.
    /// </summary>
    [Range(0, 100)]
    public int Retries { get; set; } = 10;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Provider == BlobProvider.Folder && string.IsNullOrWhiteSpace(Folder))
            yield return new ValidationResult($"{Section}:Folder is empty.", [nameof(Folder)]);
        if (Provider == BlobProvider.Azure && string.IsNullOrWhiteSpace(ConnectionString) == ServiceUri is null)
        {
            yield return new ValidationResult(
                $"{Section}: Azure needs either ConnectionString or ServiceUri.", [nameof(ConnectionString), nameof(ServiceUri)]);
        }
    }
}
