using Microsoft.Extensions.Options;
using Rvos.Hosting.Http;

namespace Rvos.Gateway.Access;

/// <summary>What attributes cannot say about <see cref="ApiKeyOptions"/>.</summary>
internal sealed class ApiKeyOptionsValidator : IValidateOptions<ApiKeyOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiKeyOptions options) => options.Anonymous is null || TenantHeader.IsTenant(options.Anonymous)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{ApiKeyOptions.Section}:Anonymous: a tenant is 1 to {TenantHeader.MaximumLength} letters, digits, hyphens, underscores and dots");
}
