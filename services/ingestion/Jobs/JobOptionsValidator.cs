using Microsoft.Extensions.Options;

namespace Rvos.Ingestion.Jobs;

/// <summary>What attributes cannot say about <see cref="JobOptions"/>.</summary>
internal sealed class JobOptionsValidator : IValidateOptions<JobOptions>
{
    public ValidateOptionsResult Validate(string? name, JobOptions options) => options.WorkBytesPerTenant <= options.WorkBytes
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{JobOptions.Section}:{nameof(options.WorkBytesPerTenant)}: {options.WorkBytesPerTenant} is more than {nameof(options.WorkBytes)}, {options.WorkBytes}");
}
