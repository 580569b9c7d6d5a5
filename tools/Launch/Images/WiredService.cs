namespace Pilevisor.Launch.Images;

/// <summary>A registration that was chosen.</summary>
/// <param name="Type">What is asked for, in full.</param>
/// <param name="By">The module or image that registers it, in full.</param>
public sealed record WiredService(string Type, string By);
