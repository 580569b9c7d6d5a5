using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Traces;

namespace Pilevisor.Cli.Commands;

/// <summary>dissector: writes the script by which Wireshark reads a variant's frames.</summary>
internal sealed class DissectorCommand : Command
{
    private readonly Option<string> _variant = BenchOptions.Variant();
    private readonly Option<string?> _output = new("-o") { Description = "Where to [default: standard output]", HelpName = "FILE" };
    private readonly ImageBuilder _builder;

    public DissectorCommand(ImageBuilder builder)
        : base("dissector", "Write a Lua script by which Wireshark reads the frames that `up --capture` keeps")
    {
        _builder = builder;
        Add(_variant);
        Add(_output);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        string? output = request.GetValue(_output);
        if (output is not null && OutputPath.FileProblem(output, "the script") is { } problem) throw new LaunchException(ExitStatus.BadInput, problem);
        VariantImage image = await _builder.BuildAsync(request.GetValue(_variant)!, cancellation);
        string script = WiresharkDissector.Write(image.Variant, new MessageNames(ImageVocabulary.Read(image.Assemblies)));
        if (output is null) Console.Out.Write(script);
        else OutputPath.WriteFile(output, "the script", script);
        return ExitStatus.Success;
    }
}
