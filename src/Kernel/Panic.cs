using System.Diagnostics.CodeAnalysis;

namespace Pilevisor.Kernel;

/// <summary>The end of the road: something that must not happen has happened. In the image a panic prints its context, tells the other nodes and stops them all.</summary>
public static class Panic
{
    /// <summary>Stops with <paramref name="message"/>.</summary>
    /// <exception cref="PanicException">Always; nothing may catch it, in the image throwing it is the panic.</exception>
    [DoesNotReturn]
    public static void Fail(string message) => throw new PanicException(message);

    /// <summary>Stops with a message made of text and values: <c>Panic.Fail($"{page} has no owner")</c>.</summary>
    /// <exception cref="PanicException">Always.</exception>
    [DoesNotReturn]
    public static void Fail(ref TextBuilder message) => throw new PanicException(new string(message.Text));

    /// <summary>An assertion that stays on in the image.</summary>
    /// <exception cref="PanicException">If <paramref name="condition"/> is false.</exception>
    public static void Unless([DoesNotReturnIf(false)] bool condition, string message)
    {
        if (!condition) Fail(message);
    }
}
