using System;
using System.Runtime;
using System.Threading;

namespace Pilevisor.Kernel;

/// <summary>
/// What happens when something throws at EL2, or EL2 itself takes an exception: message, syndrome, the x29 chain, node, CPU, image and configuration go to the serial port and to all nodes, and this CPU stops.
/// Addresses of code are those the image was linked to, wherever it runs: its symbols know no others.
/// A second panic on the way only halts.
/// </summary>
/// <param name="console">This machine's serial port.</param>
/// <param name="broadcast">The other nodes and the host.</param>
/// <param name="stack">The frame records.</param>
/// <param name="processor">Which CPU it is.</param>
/// <param name="log">Lines that never reached the sink.</param>
/// <param name="options">The configuration.</param>
public sealed class PanicReporter(IConsole console, IPanicBroadcast broadcast, IStackWalk stack, IProcessor processor, KernelLog log, BootOptions options)
{
    private const int MaximumDepth = 32;

    private static PanicReporter? s_instance;

    private int _reports;

    /// <summary>From now on panics are reported. Boot only; before it <see cref="EarlyPanic"/> does what can be done.</summary>
    [Starts(BootPhase.Diagnostics)]
    public void Initialize() => s_instance = this;

    private void Report(ReadOnlySpan<char> message, ref TrapFrame frame, bool isFault)
    {
        if (Interlocked.Increment(ref _reports) != 1) stack.Halt();
        PanicOutput output = new(console, broadcast);
        WriteHead(ref output, message);
        if (isFault) WriteFault(ref output, ref frame);
        WriteBacktrace(ref output, isFault ? frame.X[29] : stack.FramePointer);
        log.DumpEarly(ref output);
        broadcast.Finish();
        stack.Halt();
    }

    private void WriteHead(ref PanicOutput output, ReadOnlySpan<char> message)
    {
        TextBuilder line = new(0, 0);
        line.AppendLiteral("PANIC ");
        line.AppendFormatted(processor.Current);
        line.AppendLiteral(": ");
        foreach (char character in message) line.Append(character);
        output.WriteLine(ref line);
        TextBuilder image = new(0, 0);
        image.AppendLiteral("  image ");
        image.AppendFormatted(stack.ImageIdentity);
        image.AppendLiteral(" at ");
        image.AppendFormatted(stack.ImageStart);
        image.AppendLiteral(", options ");
        image.AppendFormatted(options.Text);
        output.WriteLine(ref image);
    }

    private void WriteFault(ref PanicOutput output, ref TrapFrame frame)
    {
        TextBuilder line = new(0, 0);
        line.AppendLiteral("  ESR_EL2 ");
        line.AppendHex(frame.Esr);
        line.AppendLiteral(" ELR_EL2 ");
        line.AppendHex(stack.LinkAddress(frame.Elr));
        line.AppendLiteral(" FAR_EL2 ");
        line.AppendHex(frame.Far);
        line.AppendLiteral(" SPSR_EL2 ");
        line.AppendHex(frame.Spsr);
        line.AppendLiteral(" SP ");
        line.AppendHex(frame.Hpfar);
        output.WriteLine(ref line);
    }

    private void WriteBacktrace(ref PanicOutput output, ulong framePointer)
    {
        for (int depth = 0; depth < MaximumDepth && stack.TryRead(framePointer, out ulong caller, out ulong returnAddress); depth++)
        {
            TextBuilder line = new(0, 0);
            line.AppendLiteral("  at ");
            line.AppendHex(stack.LinkAddress(returnAddress));
            output.WriteLine(ref line);
            framePointer = caller;
        }
    }

    // Nobody knows yet where the image is: ELR_EL2 is where it is, not where it was linked.
    private static unsafe void ReportEarly(ref TextBuilder message, TrapFrame* frame)
    {
        message.AppendLiteral(", ESR_EL2 ");
        message.AppendHex(frame->Esr);
        message.AppendLiteral(" ELR_EL2 ");
        message.AppendHex(frame->Elr);
        message.AppendLiteral(" FAR_EL2 ");
        message.AppendHex(frame->Far);
        EarlyPanic.Report(message.Text);
    }

    /// <summary>CoreLib's way in: something was thrown.</summary>
    [RuntimeExport("kernel_panic")]
    private static unsafe void Thrown(char* message, int length)
    {
        ReadOnlySpan<char> text = new(message, length);
        TrapFrame none = default;
        if (s_instance is null) EarlyPanic.Report(text);
        else s_instance.Report(text, ref none, false);
    }

    /// <summary>The vectors' way in: EL2 itself took an exception.</summary>
    [RuntimeExport("kernel_fault")]
    private static unsafe void Fault(TrapFrame* frame, ulong kind)
    {
        TextBuilder message = new(0, 0);
        message.AppendLiteral(frame->Far < GranuleNumber.Bytes ? "null reference at EL2, vector " : "exception at EL2, vector ");
        message.AppendFormatted(kind);
        if (s_instance is null) ReportEarly(ref message, frame);
        else s_instance.Report(message.Text, ref *frame, true);
    }
}
