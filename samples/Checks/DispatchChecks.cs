using System;
using Pilevisor.Checks.Shapes;

namespace Pilevisor.Checks;

internal static class DispatchChecks
{
    internal static void Run(CheckReport report)
    {
        report.Add("dispatch.abstract", Abstract());
        report.Add("dispatch.interface", Interface());
        report.Add("dispatch.casts", Casts());
        report.Add("dispatch.delegates", Delegates());
    }

    private static Shape[] Shapes() => [new Line(4), new Square(5), new Cube(3), new PaddedSquare(2, 6), new Line(1)];

    private static ulong Abstract()
    {
        Digest digest = default;
        foreach (Shape shape in Shapes())
        {
            digest.Add(shape.Size());
            digest.Add(shape.Name.AsSpan());
        }
        return digest.Value;
    }

    private static ulong Interface()
    {
        Digest digest = default;
        IScale scale = new Doubling();
        digest.Add(scale.Apply(21));
        digest.Add(scale.Twice(21));
        return digest.Value;
    }

    private static ulong Casts()
    {
        Digest digest = default;
        foreach (Shape shape in Shapes())
        {
            digest.Add(shape is Square);
            digest.Add(shape is Line { Length: > 2 });
            digest.Add((shape as Cube)?.Size() ?? -1);
            digest.Add(shape is IScale);
            object anything = shape;
            digest.Add(anything is Shape);
            digest.Add(((Shape)anything).Size());
        }
        return digest.Value;
    }

    private static ulong Delegates()
    {
        Digest digest = default;
        Shape[] shapes = Shapes();
        Func<long>[] sizes = [new Line(11).Length2, ((Square)shapes[1]).Area];
        foreach (Func<long> size in sizes) digest.Add(size());
        return digest.Value;
    }
}
