namespace Pilevisor.Cli.Commands;

/// <summary>A disk of the guest, for --json.</summary>
/// <param name="File">Its image.</param>
/// <param name="Format">What the image is: raw or qcow2.</param>
/// <param name="Bytes">How large the guest sees it.</param>
/// <param name="IsReadOnly">Whether the guest can only read it.</param>
/// <param name="Serial">What it is found by, if anything.</param>
internal sealed record DiskReport(string File, string Format, long Bytes, bool IsReadOnly, string? Serial);
