namespace Pilevisor.Checks.Shapes;

internal abstract class Shape
{
    public virtual string Name => "shape";

    public abstract long Size();
}
