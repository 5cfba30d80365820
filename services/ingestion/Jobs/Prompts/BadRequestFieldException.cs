namespace Rvos.Ingestion.Jobs.Prompts;

/// <summary>A request that cannot be followed: says what is wrong and in which field.</summary>
internal sealed class BadRequestFieldException(string field, string detail, int status = StatusCodes.Status422UnprocessableEntity) : Exception(detail)
{
    /// <summary>The field, such as <c>objects[2].box</c>.</summary>
    internal string Field { get; } = field;

    /// <summary>Status of the answer.</summary>
    internal int Status { get; } = status;
}
