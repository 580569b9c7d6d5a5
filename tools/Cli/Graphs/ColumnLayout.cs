using System;
using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Cli.Graphs;

/// <summary>
/// Places a drawing in columns: what needs stands left of what it needs (Sugiyama, Tagawa, Toda 1981: longest path, barycentres). Arrows to one box that cross columns run
/// together on one line, which keeps a box that many need from covering the rest. Those with a label run apart, and so do their ends.
/// </summary>
internal sealed class ColumnLayout
{
    private const int Sweeps = 24;
    private const double Gap = 8;
    private const double LabelHeight = 18;
    private readonly List<Place>[] _columns;
    private readonly Dictionary<string, Place> _places;
    private readonly Dictionary<(string Line, int Column), Place> _bends = [];
    private readonly Dictionary<Place, HashSet<Place>> _left = [];
    private readonly Dictionary<Place, HashSet<Place>> _right = [];

    public ColumnLayout(Drawing drawing)
    {
        Dictionary<string, int> depths = Depths(drawing);
        _places = drawing.Boxes.ToDictionary(box => box.Key, box => new Place(depths[box.Key], HeightOf(box, drawing)));
        _columns = [.. Enumerable.Range(0, depths.Values.DefaultIfEmpty(-1).Max() + 1).Select(_ => new List<Place>())];
        foreach (Place place in _places.Values) _columns[place.Column].Add(place);
        Ways = [.. drawing.Arrows.Select(Route)];
        for (int sweep = 0; sweep < Sweeps; sweep++) Sort(sweep % 2 == 0 ? _left : _right, sweep % 2 == 0 ? _columns : [.. _columns.Reverse()]);
        for (int sweep = 0; sweep < Sweeps; sweep++) Straighten();
        double top = _columns.SelectMany(column => column).Select(place => place.Y).DefaultIfEmpty().Min();
        foreach (Place place in _columns.SelectMany(column => column)) place.Y -= top;
    }

    /// <summary>How many columns there are.</summary>
    public int Columns => _columns.Length;

    /// <summary>The last pixel that is used, counted from the first.</summary>
    public double Height => _columns.SelectMany(column => column).Select(place => place.Y + place.Height).DefaultIfEmpty().Max();

    /// <summary>For each arrow, where it goes through from left to right: a box, bends, a box. An arrow that closes a circle starts at the last.</summary>
    public IReadOnlyList<IReadOnlyList<Place>> Ways { get; }

    /// <summary>Whether an arrow goes from right to left, which one does that closes a circle.</summary>
    public bool IsBack(Arrow arrow) => _places[arrow.From].Column > _places[arrow.To].Column;

    /// <summary>Where a line leaves the left one of its boxes.</summary>
    public double Start(Arrow arrow, IReadOnlyList<Place> way) => End(arrow, way, ends => ends[0], ends => ends[1]);

    /// <summary>Where a line reaches the right one of its boxes.</summary>
    public double End(Arrow arrow, IReadOnlyList<Place> way) => End(arrow, way, ends => ends[^1], ends => ends[^2]);

    /// <summary>Where a box stands.</summary>
    public Place Of(Box box) => _places[box.Key];

    // A way that comes back to where it has been is left out of the depths, so that there is a first column.
    private static Dictionary<string, int> Depths(Drawing drawing)
    {
        ILookup<string, string> needs = drawing.Arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        HashSet<string> open = [];
        List<string> done = [];
        HashSet<(string, string)> back = [];
        foreach (Box box in drawing.Boxes) Visit(box.Key);
        Dictionary<string, int> depths = drawing.Boxes.ToDictionary(box => box.Key, _ => 0);
        foreach (string key in done.AsEnumerable().Reverse())
        {
            foreach (string needed in needs[key].Where(needed => !back.Contains((key, needed)))) depths[needed] = Math.Max(depths[needed], depths[key] + 1);
        }
        return depths;

        void Visit(string key)
        {
            if (done.Contains(key) || !open.Add(key)) return;
            foreach (string needed in needs[key])
            {
                if (open.Contains(needed)) back.Add((key, needed));
                else Visit(needed);
            }
            open.Remove(key);
            done.Add(key);
        }
    }

    private IReadOnlyList<Place> Route(Arrow arrow)
    {
        (Place first, Place last) = IsBack(arrow) ? (_places[arrow.To], _places[arrow.From]) : (_places[arrow.From], _places[arrow.To]);
        string line = arrow.Label.Length == 0 && !IsBack(arrow) ? arrow.To : $"{arrow.From} {arrow.To}";
        List<Place> way = [first];
        for (int column = first.Column + 1; column < last.Column; column++) way.Add(Bend(line, column));
        way.Add(last);
        foreach ((Place left, Place right) in way.Zip(way.Skip(1)))
        {
            Neighbours(_right, left).Add(right);
            Neighbours(_left, right).Add(left);
        }
        return way;
    }

    private Place Bend(string line, int column)
    {
        if (_bends.TryGetValue((line, column), out Place? known)) return known;
        Place bend = new(column, 2);
        _columns[column].Add(bend);
        return _bends[(line, column)] = bend;
    }

    private static void Sort(Dictionary<Place, HashSet<Place>> neighbours, IEnumerable<List<Place>> columns)
    {
        foreach (List<Place> column in columns)
        {
            List<Place> sorted = [.. column.OrderBy(place => Mean(neighbours, place, other => other.Rank) ?? place.Rank)];
            for (int i = 0; i < sorted.Count; i++) sorted[i].Rank = (i + 0.5) / sorted.Count;
            column.Clear();
            column.AddRange(sorted);
        }
    }

    // Each place goes to the middle of its neighbours, as far as the places above and below it let it.
    private void Straighten()
    {
        foreach (List<Place> column in _columns)
        {
            double[] wanted = [.. column.Select(place => (Mean(_left, place, Middle) + Mean(_right, place, Middle)) / 2 ?? Mean(_left, place, Middle) ?? Mean(_right, place, Middle) ?? place.Middle)];
            double free = double.NegativeInfinity;
            double excess = 0;
            for (int i = 0; i < column.Count; i++)
            {
                column[i].Y = Math.Max(wanted[i] - (column[i].Height / 2), free);
                free = column[i].Y + column[i].Height + Gap;
                excess += column[i].Middle - wanted[i];
            }
            foreach (Place place in column) place.Y -= excess / column.Count;
        }
    }

    // Lines share the middle of a box, unless they have labels: then they come in the order of where they come from.
    private double End(Arrow arrow, IReadOnlyList<Place> way, Func<IReadOnlyList<Place>, Place> box, Func<IReadOnlyList<Place>, Place> beside)
    {
        Place place = box(way);
        if (arrow.Label.Length == 0) return place.Middle;
        IReadOnlyList<Place>[] others = [.. Ways.Where(other => box(other) == place).OrderBy(other => beside(other).Middle)];
        return place.Y + (place.Height * (Array.IndexOf(others, way) + 0.5) / others.Length);
    }

    private static double HeightOf(Box box, Drawing drawing)
    {
        Arrow[] labelled = [.. drawing.Arrows.Where(arrow => arrow.Label.Length > 0)];
        int ends = Math.Max(labelled.Count(arrow => arrow.From == box.Key), labelled.Count(arrow => arrow.To == box.Key));
        return Math.Max(box.Detail.Length == 0 ? 24 : 40, LabelHeight * ends);
    }

    private static double Middle(Place place) => place.Middle;

    private static double? Mean(Dictionary<Place, HashSet<Place>> neighbours, Place place, Func<Place, double> value) => neighbours.TryGetValue(place, out HashSet<Place>? others) ? others.Average(value) : null;

    private static HashSet<Place> Neighbours(Dictionary<Place, HashSet<Place>> neighbours, Place place)
    {
        if (!neighbours.TryGetValue(place, out HashSet<Place>? found)) neighbours[place] = found = [];
        return found;
    }
}
