namespace Pilevisor.Checks.Shapes;

internal interface IScale
{
    long Apply(long value);

    long Twice(long value) => Apply(Apply(value));
}
