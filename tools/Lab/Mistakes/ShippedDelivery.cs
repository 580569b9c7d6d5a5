using System;
using System.Reflection;
using Pilevisor.Interconnect;
using Pilevisor.Lab.Model;

namespace Pilevisor.Lab.Mistakes;

/// <summary>The receiving side of the reliable delivery that ships, asked for its verdicts.</summary>
internal static class ShippedDelivery
{
    /// <summary>The class that decides about a frame.</summary>
    public const string ReceiverName = "Pilevisor.Interconnect.PeerReceiver";

    private const string Decision = "Accept";
    private const string TakenVerdict = "InOrder";

    /// <summary>That class.</summary>
    public static Type Receiver { get; } = typeof(ReliableDelivery).Assembly.GetType(ReceiverName, throwOnError: true)!;

    /// <summary>What such a class takes.</summary>
    public static FrameAcceptance AcceptanceOf(Type receiver)
    {
        MethodInfo accept = receiver.GetMethod(Decision, [typeof(uint), typeof(bool)]) ?? throw new LabException($"{receiver.FullName} has no method {Decision}(uint, bool)");
        // With room for whatever the frame leads to.
        return new FrameAcceptance(sequence => $"{accept.Invoke(Activator.CreateInstance(receiver), [sequence, true])}" == TakenVerdict);
    }
}
