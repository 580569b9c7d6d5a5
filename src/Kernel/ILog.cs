namespace Pilevisor.Kernel;

/// <summary>Where log lines go; each carries its node, CPU and time. Never the guest's console.</summary>
public interface ILog
{
    /// <summary>Writes one line, or drops it if <paramref name="level"/> is not wanted.</summary>
    void Write(LogLevel level, ref TextBuilder line);
}
