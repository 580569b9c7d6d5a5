using System.Runtime;

namespace Internal.Runtime.CompilerHelpers;

/// <summary>Entry points compiled code refers to by symbol.</summary>
internal static class StartupCodeHelpers
{
    [RuntimeExport("RhpThrowEx")]
    private static void Throw(System.Exception? exception) => Fatal.Stop(exception is null ? "null was thrown." : exception.Message);

    /// <summary>A stack cookie was overwritten.</summary>
    [RuntimeExport("RhpFallbackFailFast")]
    private static void FailFast() => Fatal.Stop("A buffer on the stack was overrun.");
}
