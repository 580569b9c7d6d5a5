namespace Pilevisor.Kernel;

/// <summary>What a serial port received: a byte, and what was wrong with it.</summary>
/// <param name="Value">The byte.</param>
/// <param name="Errors">What was wrong.</param>
public readonly struct ReceivedCharacter(byte Value, LineErrors Errors)
{
    /// <summary>The byte.</summary>
    public byte Value { get; } = Value;

    /// <summary>What was wrong.</summary>
    public LineErrors Errors { get; } = Errors;
}
