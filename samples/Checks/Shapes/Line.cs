namespace Pilevisor.Checks.Shapes;

internal sealed class Line(int length) : Shape
{
    public int Length => length;

    public override string Name => "line";

    public override long Size() => length;

    public long Length2() => 2L * length;
}
