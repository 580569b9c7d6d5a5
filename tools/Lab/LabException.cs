using Pilevisor.Launch;

namespace Pilevisor.Lab;

/// <summary>The Lab was asked for what it cannot do: the message says what is wrong and what would be right.</summary>
/// <param name="message">Shown to the user as it is.</param>
public sealed class LabException(string message) : LaunchException(ExitStatus.BadInput, message);
