namespace Pilevisor.Cli.Graphs;

/// <summary>Where a box stands, or a line passes.</summary>
/// <param name="column">Counted from the left.</param>
/// <param name="height">Pixels.</param>
internal sealed class Place(int column, double height)
{
    public int Column => column;

    public double Height => height;

    /// <summary>Its order in the column, between 0 and 1.</summary>
    public double Rank { get; set; }

    /// <summary>Its upper edge, in pixels.</summary>
    public double Y { get; set; }

    public double Middle => Y + (height / 2);
}
