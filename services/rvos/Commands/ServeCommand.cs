using System.CommandLine;
using Rvos.Cli.Serving;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos serve</c>: the web page and the HTTP API, all services in one process.</summary>
internal static class ServeCommand
{
    internal static Command Create()
    {
        var host = new Option<string>("--host") { Description = "address to listen at; beyond this machine keys are needed ('rvos keys')", DefaultValueFactory = _ => "127.0.0.1", HelpName = "ADDRESS" };
        var port = new Option<int>("--port") { Description = "port to listen at", DefaultValueFactory = _ => 8080, HelpName = "PORT" };
        var data = new Option<string>("--data") { Description = "folder of videos, masks and database", DefaultValueFactory = _ => "data", HelpName = "DIR" };
        var models = new Option<string?>("--models") { Description = "folder of NAME.safetensors files instead of the models that ship with the program", HelpName = "DIR" };
        var keys = new Option<bool>("--require-keys") { Description = "ask for API keys from this machine too; needed behind a proxy" };
        var inference = new InferenceSettings();
        var command = new Command("serve", "Serve the web page and the HTTP API: every service in one process, nothing else to install.\n\n" +
            "Settings of the services (docs/settings.md) are taken from the environment, as Rvos__Jobs__MaximumRunning=4.") { host, port, data, models, keys };
        inference.AddTo(command);
        command.SetAction((parsed, cancellation) => new ServeRunner(new ServeSettings
        {
            Host = parsed.GetValue(host)!,
            Port = parsed.GetValue(port),
            Data = parsed.GetValue(data)!,
            Models = parsed.GetValue(models),
            NeedsKeys = parsed.GetValue(keys),
            Inference = inference.Read(parsed),
        }).RunAsync(cancellation));
        return command;
    }
}
