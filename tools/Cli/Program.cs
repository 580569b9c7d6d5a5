using System;
using System.CommandLine;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Cli;
using Pilevisor.Launch;

// The command is told to stop by Ctrl-C and by termination, and then cleans up; nothing is left running.
using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using PosixSignalRegistration hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
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

    return await request.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
}
catch (LaunchException e)
{
    Console.Error.WriteLine($"pilevisor: {e.Message}");
    return e.Status;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("pilevisor: interrupted");
    return ExitStatus.Interrupted;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
