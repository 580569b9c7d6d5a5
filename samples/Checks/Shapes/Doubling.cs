namespace Pilevisor.Checks.Shapes;

internal sealed class Doubling : IScale
{
    public long Apply(long value) => 2 * value;
}
