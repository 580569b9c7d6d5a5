namespace Pilevisor.Checks.Shapes;

internal sealed class Cube(int side) : Shape
{
    public override long Size() => (long)side * side * side;
}
