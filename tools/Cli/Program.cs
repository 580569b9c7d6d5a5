using System;
using System.CommandLine;
using System.IO;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Cli;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;

Console.SetError(new ForgivingWriter(Console.Error));
Console.SetOut(new StreamWriter(new ResultStream(Console.OpenStandardOutput())) { AutoFlush = true });
using Interruption interruption = new();
using JobControl jobs = new();
AppDomain.CurrentDomain.UnhandledException += (_, e) => Environment.Exit(Report((Exception)e.ExceptionObject));
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
catch (Exception e)
{
    return Report(e);
}

// What a program says that the same Ctrl-C has ended is no news.
int Report(Exception e)
{
    Failure failure = interruption.HasCome && e is OperationCanceledException or LaunchException
        ? new Failure(interruption.Status, "interrupted")
        : Failure.Of(e);
    Console.Error.WriteLine($"pilevisor: {failure.Message}");
    return failure.Status;
}
