namespace Pilevisor.Checks.Shapes;

internal class Square(int side) : Shape
{
    public override string Name => "square";

    public override long Size() => (long)side * side;

    public long Area() => (long)side * side;
}
