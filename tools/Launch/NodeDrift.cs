namespace Pilevisor.Launch;

/// <summary>A machine whose clock runs too fast or too slow.</summary>
/// <param name="Node">Its number.</param>
/// <param name="PartsPerMillion">How much too fast; too slow if it is less than 0.</param>
public sealed record NodeDrift(int Node, int PartsPerMillion);
