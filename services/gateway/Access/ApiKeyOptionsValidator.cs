using Microsoft.Extensions.Options;
using Rvos.Hosting.Http;

namespace Rvos.Gateway.Access;

/// <summary>What attributes cannot say about <see cref="ApiKeyOptions"/>.</summary>
internal sealed class ApiKeyOptionsValidator : IValidateOptions<ApiKeyOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiKeyOptions options)
    {
        var failures = options.AllowedOrigins.Where(origin => CrossOrigin.Fault(origin) is not null).Select(origin => $"{ApiKeyOptions.Section}:AllowedOrigins: '{origin}' {CrossOrigin.Fault(origin)}").ToList();
        if (options.Anonymous is not null && !TenantHeader.IsTenant(options.Anonymous))
            failures.Add($"{ApiKeyOptions.Section}:Anonymous: a tenant is 1 to {TenantHeader.MaximumLength} letters, digits, hyphens, underscores and dots");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
