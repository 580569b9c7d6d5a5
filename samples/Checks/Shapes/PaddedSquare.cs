namespace Pilevisor.Checks.Shapes;

internal sealed class PaddedSquare(int side, int padding) : Square(side)
{
    public override long Size() => base.Size() + padding;
}
