using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>A machine that nothing it has on board can power off or reset: its CPU stops, and the log says what is left to do.</summary>
/// <param name="stack">Stops the CPU.</param>
/// <param name="log">Tells who could do it.</param>
public sealed class NoPowerControl(IStackWalk stack, ILog log) : IPowerControl
{
    /// <inheritdoc/>
    public void PowerOff()
    {
        log.Info($"this machine cannot power itself off: it has stopped, and may be unplugged");
        stack.Halt();
    }

    /// <inheritdoc/>
    public void Reset()
    {
        log.Info($"this machine cannot reset itself: it has stopped, and waits to be turned off and on");
        stack.Halt();
    }
}
