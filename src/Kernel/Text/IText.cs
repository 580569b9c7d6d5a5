namespace Pilevisor.Kernel;

/// <summary>A value that knows how it is written in a log line or a panic.</summary>
public interface IText
{
    /// <summary>Appends the value to <paramref name="text"/>.</summary>
    void AppendTo(ref TextBuilder text);
}
