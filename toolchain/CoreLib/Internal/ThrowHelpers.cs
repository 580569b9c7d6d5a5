using Internal.TypeSystem;

namespace Internal.Runtime.CompilerHelpers;

/// <summary>
/// What compiled code calls when a check fails. Some are missing on purpose (ThrowInvalidProgramException and its like): without them a method that ILC
/// cannot compile is a build error and not a run-time surprise.
/// </summary>
internal static class ThrowHelpers
{
    private static void ThrowIndexOutOfRangeException() => Fatal.IndexOutOfRange();

    private static void ThrowDivideByZeroException() => Fatal.Stop("Attempted to divide by zero.");

    private static void ThrowOverflowException() => Fatal.Stop("Arithmetic operation resulted in an overflow.");

    private static void ThrowNullReferenceException() => Fatal.Stop("Object reference not set to an instance of an object.");

    private static void ThrowPlatformNotSupportedException() => Fatal.Stop("Operation is not supported on this platform.");

    private static void ThrowArgumentException() => Fatal.Stop("Value does not fall within the expected range.");

    private static void ThrowArgumentOutOfRangeException() => Fatal.ArgumentOutOfRange();

    private static void ThrowFeatureBodyRemoved() => Fatal.Stop("The body of this method was removed at compile time.");

    // With these three ILC goes on to say which member is missing (IL1005, an error of the image build).
    private static void ThrowTypeLoadException(ExceptionStringID id, string className, string typeName) => Fatal.Stop("A type is missing.");

    private static void ThrowMissingMethodException(ExceptionStringID id, string methodName) => Fatal.Stop("A method is missing.");

    private static void ThrowMissingFieldException(ExceptionStringID id, string fieldName) => Fatal.Stop("A field is missing.");
}
