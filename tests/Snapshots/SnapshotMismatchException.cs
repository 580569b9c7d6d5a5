using System;

namespace Pilevisor.Snapshots;

/// <summary>Text is not what was verified.</summary>
/// <param name="verifiedFile">Where the verified text is, or should be.</param>
/// <param name="receivedFile">Where the new text was left.</param>
/// <param name="difference">Lines that went (-) and came (+).</param>
public sealed class SnapshotMismatchException(string verifiedFile, string receivedFile, string difference)
    : Exception($"The text differs from {verifiedFile}:\n{difference}If the new text is right: mv '{receivedFile}' '{verifiedFile}'");
