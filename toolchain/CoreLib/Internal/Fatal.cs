using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Internal.Runtime;

/// <summary>How code here stops: the kernel's panic with a fixed message, which allocates nothing. The messages are the framework's own.</summary>
internal static unsafe class Fatal
{
    [DoesNotReturn]
    internal static void Stop(string message)
    {
        Report(message);

        // Without a way to return in its IL, callers need no code behind a call and keep it out of line.
        throw null!;
    }

    [DoesNotReturn]
    internal static void IndexOutOfRange() => Stop("Index was outside the bounds of the array.");

    [DoesNotReturn]
    internal static void ArgumentOutOfRange() => Stop("Specified argument was out of the range of valid values.");

    [DoesNotReturn]
    internal static void DestinationTooShort() => Stop("Destination is too short. (Parameter 'destination')");

    [DoesNotReturn]
    internal static void TooFewBytes() => Stop("Specified argument was out of the range of valid values. (Parameter 'length')");

    [DoesNotReturn]
    internal static void ArrayTypeMismatch() => Stop("Attempted to access an element as a type incompatible with the array.");

    [DoesNotReturn]
    internal static void ContainsReferences() => Stop("Cannot use a type that is or contains references as bytes.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Report(string message)
    {
        fixed (char* text = message) KernelPanic(text, message.Length);
        while (true)
        {
        }
    }

    [System.Runtime.RuntimeImport("*", "kernel_panic")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void KernelPanic(char* message, int length);
}
