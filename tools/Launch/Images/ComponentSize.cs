namespace Pilevisor.Launch.Images;

/// <summary>Bytes of one part of an image.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Code.</param>
/// <param name="Constants">What is only read.</param>
/// <param name="Data">What is written and has a value at first: method tables, texts, objects, statics.</param>
/// <param name="Bss">What is zero at first, and not in the binary.</param>
public sealed record ComponentSize(string Name, long Text, long Constants, long Data, long Bss)
{
    /// <summary>What of it the binary has.</summary>
    public long Binary => Text + Constants + Data;
}
