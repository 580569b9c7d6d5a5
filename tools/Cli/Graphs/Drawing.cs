using System.Collections.Generic;

namespace Pilevisor.Cli.Graphs;

/// <summary>Boxes and arrows, not yet placed.</summary>
/// <param name="Title">What it shows, in a line.</param>
/// <param name="Boxes">In the order in which groups and boxes are to appear.</param>
/// <param name="Arrows">Between two of the boxes each, one at most for a pair and a mark.</param>
internal sealed record Drawing(string Title, IReadOnlyList<Box> Boxes, IReadOnlyList<Arrow> Arrows);
