using System;
using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Cli;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;

Console.SetError(new ForgivingWriter(Console.Error));
using Interruption interruption = new();
using JobControl jobs = new();
try
{
    await using ServiceProvider services = CommandLine.Build();
    ParseResult request = services.GetRequiredService<PilevisorCommand>().Parse(args);
    foreach (System.CommandLine.Parsing.ParseError error in request.Errors) Console.Error.WriteLine($"pilevisor: {error.Message}");
    if (request.Errors.Count > 0)
    {
        Console.Error.WriteLine("`./pilevisor --help` shows what there is");
        return ExitStatus.BadInput;
    }

    return await request.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
}
catch (Exception e) when (interruption.HasCome && e is OperationCanceledException or LaunchException)
{
    // What a program says that the same Ctrl-C has ended is no news.
    Console.Error.WriteLine("pilevisor: interrupted");
    return interruption.Status;
}
catch (LaunchException e)
{
    Console.Error.WriteLine($"pilevisor: {e.Message}");
    return e.Status;
}
