using Microsoft.CodeAnalysis;
using Pilevisor.Composition.Generator;

namespace Pilevisor.Analyzers;

/// <summary>What may not know what: the messages, and what docs/diagnostics.md says of each, which a test writes from here.</summary>
internal static class LayeringDiagnostics
{
    public static readonly DiagnosticDescriptor ReferenceUpwards = Error(
        "PV3001", "Reference upwards", "'{0}' belongs to {1}, and {2} does not stand on it",
        "A layer names something of a layer that it does not stand on: one above it, or beside it.",
        "Declare a contract in the layer below, and let the one above implement it; the image puts them together.",
        """
        namespace Pilevisor.Interconnect;

        public sealed class FrameReceiver(CoherenceReceiver receiver);      // PV3001: Coherence stands on Interconnect
        public sealed class FrameReceiver(MessageTable handlers);           // fix: Coherence registers a MessageHandler
        """);

    public static readonly DiagnosticDescriptor PolicyNamed = Error(
        "PV3002", "Policy named", "'{0}' is a policy, which only an image chooses; name '{1}'",
        "A class that implements ICoherenceProtocol, IPageGeometry, IPrefetchPolicy, IRunPolicy, IHoldPolicy or ITransport is named outside its own folder. It could not be swapped there, and a new one would need a change there.",
        "Take the contract. What the contract does not say is added to it for all, or does not belong there.",
        """
        public sealed class PageFaults(OwnerDirectory protocol);            // PV3002
        public sealed class PageFaults(ICoherenceProtocol protocol);        // fix
        """);

    public static readonly DiagnosticDescriptor DeviceInTrapCore = Error(
        "PV3003", "Device named in the trap core", "The trap core names '{0}', which belongs to a device or a board: let a handler that is registered know it",
        "A file of src/Kernel/Traps names a contract of a device, the machine's description or its registers. The trap core brings exceptions to whoever registered for them, on every board.",
        "Write a TrapHandler or InterruptHandler where the device is known, and register it.",
        """
        public sealed class TrapCore(TrapTable table, IConsole console);    // PV3003
        public sealed class ConsoleInterrupt(IConsole console) : InterruptHandler;      // fix: registers with IInterruptRouter
        """);

    public static readonly DiagnosticDescriptor WarmPanicText = Error(
        "PV3004", "Panic text on the way of faults or messages", "A panic's text is made in '{0}', which faults or messages go through: make it in a method of its own that is not inlined",
        "An interpolated text takes half a kilobyte of its method's stack and the registers that go with it, whether it comes to the panic or not. Methods that faults and messages go through pay for that each time.",
        "Move the panic into a method of its own with [MethodImpl(MethodImplOptions.NoInlining)]. Constructors and what runs at boot may do as they like.",
        """
        if (sender != expected) Panic.Fail($"page 0x{page} came from {sender}");    // PV3004
        if (sender != expected) RefuseSender(page, sender);                         // fix

        [DoesNotReturn]
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static void RefuseSender(uint page, NodeId sender) => Panic.Fail($"page 0x{page} came from {sender}");
        """);

    private static DiagnosticDescriptor Error(string id, string title, string message, string problem, string fix, string example) =>
        Explained.Descriptor(id, title, message, "Layering", DiagnosticSeverity.Error, problem, fix, example);
}
