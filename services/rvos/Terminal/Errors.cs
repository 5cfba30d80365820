using System.Data.Common;
using Rvos.Evaluation;
using Rvos.Hosting.Data;
using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;
using Rvos.Video.Layouts;
using Rvos.Video.Png;
using Rvos.Video.Prompts;
using Rvos.Weights;

namespace Rvos.Cli.Terminal;

/// <summary>Turns exceptions into one line on stderr and an exit code.</summary>
public static class Errors
{
    /// <summary>Reports an error; null when it is none that a user can act on, and the program should show it whole.</summary>
    public static int? Report(Exception error, TextWriter output)
    {
        var code = error switch
        {
            VideoFormatException or PngFormatException or PromptFormatException or WeightsFormatException or LayoutException or EvaluationException or InvalidDataException
                or ArgumentException or FileNotFoundException or DirectoryNotFoundException => ExitCode.BadInput,
            FfmpegMissingException or VideoEncodingException or DbException or MigrationException or IOException or UnauthorizedAccessException or InvalidOperationException => ExitCode.Failed,
            DllNotFoundException => ExitCode.Failed,
            _ => (int?)null,
        };
        if (code is null) return null;
        output.WriteLine($"rvos: {OneLine(error)}");
        return code;
    }

    private static string OneLine(Exception error)
    {
        var message = error is ArgumentException { ParamName: { } name } ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : error.Message;
        return message.ReplaceLineEndings(" ").Trim();
    }
}
