import { DeliveryError } from '../../../../lambdas/core/delivery/delivery-error';
import { isOptionList, parseTransformOptions } from '../../../../lambdas/core/delivery/transform-options';

const PLAIN = { fit: 'scale-down', metadata: 'none', format: 'auto', anim: true };

describe('options of a flexible variant', () => {
  it.each([
    ['width=400', { width: 400 }],
    ['w=400,h=300', { width: 400, height: 300 }],
    ['h=12000', { height: 12_000 }],
    ['width=auto,height=20', { height: 20 }],
    ['w=100,dpr=2', { width: 200 }],
    ['w=101,dpr=1.5', { width: 152 }],
    ['w=1,dpr=0.1', { width: 1 }],
    ['w=4,h=4,fit=cover,g=left', { width: 4, height: 4, fit: 'cover', gravity: { x: 0, y: 0.5 } }],
    ['w=4,h=4,fit=crop,gravity=0x1', { width: 4, height: 4, fit: 'crop', gravity: { x: 0, y: 1 } }],
    ['w=4,h=4,fit=cover,g=0.25x0.333', { width: 4, height: 4, fit: 'cover', gravity: { x: 0.25, y: 0.33 } }],
    ['w=4,h=4,fit=cover,g=auto', { width: 4, height: 4, fit: 'cover', gravity: 'entropy' }],
    ['w=4,h=4,fit=squeeze', { width: 4, height: 4, fit: 'squeeze' }],
    ['w=4,h=4,fit=scale-up', { width: 4, height: 4, fit: 'scale-up' }],
    ['q=85', { quality: 85 }],
    ['quality=medium-low', { quality: 65 }],
    ['f=png-force', { format: 'png' }],
    ['format=json', { format: 'json' }],
    ['anim=false', { anim: false }],
    ['metadata=copyright', { metadata: 'copyright' }],
    ['background=%23ff0000', { background: { r: 255, g: 0, b: 0, alpha: 1 } }],
    ['background=rgba%280%2C128%2C255%2C0.5%29', { background: { r: 0, g: 128, b: 255, alpha: 0.5 } }],
    ['blur=250', { blur: 250 }],
    ['sharpen=3', { sharpen: 3 }],
    ['brightness=.5', { brightness: 0.5 }],
    ['contrast=2', { contrast: 2 }],
    ['gamma=0.5', { gamma: 0.5 }],
    ['saturation=0', { saturation: 0 }],
    ['rotate=270', { rotate: 270 }],
    ['flip=hv', { flip: 'hv' }],
    ['trim=20;30;20;0', { trim: { kind: 'sides', top: 20, right: 30, bottom: 20, left: 0 } }],
    ['trim=border', { trim: { kind: 'border' } }],
    ['trim.left=3,trim.width=10', { trim: { kind: 'box', left: 3, top: 0, width: 10 } }],
    ['trim=1;2;3;4,dpr=2', { trim: { kind: 'sides', top: 2, right: 4, bottom: 6, left: 8 } }],
  ])('reads %s', (segment, expected) => {
    const transform = parseTransformOptions(segment);

    expect(transform).toEqual({ ...PLAIN, ...expected });
  });

  it.each([
    'rotate=0',
    'rotate=360',
    'brightness=1',
    'brightness=0',
    'contrast=1',
    'gamma=0',
    'saturation=1',
    'sharpen=0',
    'blur=0',
    'dpr=1',
    'dpr=2',
    'fit=scale-down',
    'fit=cover',
    'gravity=left',
    'trim=0;0;0;0',
    'anim=true',
    'format=auto',
    'metadata=none',
    'width=auto',
    'scq=50',
    'slow-connection-quality=low',
    'compression=fast',
    'onerror=redirect',
    'upscale=interpolate',
    'zoom=0.5',
  ])('takes %s as changing nothing', (segment) => {
    const transform = parseTransformOptions(segment);

    expect(transform).toEqual(PLAIN);
  });

  it.each([
    ['cover', 'contain'],
    ['pad', 'contain'],
    ['squeeze', 'contain'],
    ['crop', 'scale-down'],
    ['aspect-crop', 'scale-down'],
    ['contain', 'contain'],
    ['scale-up', 'scale-up'],
  ])('takes fit=%s with one side as %s', (fit, expected) => {
    const transform = parseTransformOptions(`w=40,fit=${fit}`);

    expect(transform).toEqual({ ...PLAIN, width: 40, fit: expected });
  });

  it.each([
    ['w=0', 'width must be a whole number from 1 to 12000'],
    ['w=12001', 'width must be a whole number from 1 to 12000'],
    ['w=-1', 'width'],
    ['w=1.5', 'width'],
    ['w=1e3', 'width'],
    ['w=0x10', 'width'],
    ['w=%20400', 'width'],
    ['w=４００', 'width'],
    ['w=999999999999', 'width'],
    ['h=auto', 'height'],
    ['w=7000,dpr=2', 'width times dpr must be at most 12000'],
    ['dpr=0', 'dpr'],
    ['dpr=11', 'dpr'],
    ['fit=fill', 'fit must be one of'],
    ['fit=COVER', 'fit must be one of'],
    ['g=2x0', 'gravity'],
    ['g=0x0x0', 'gravity must be XxY'],
    ['g=middle', 'gravity must be XxY'],
    ['g=constructor', 'gravity must be XxY'],
    ['q=0', 'quality'],
    ['q=101', 'quality'],
    ['q=toString', 'quality'],
    ['f=tiff', 'format must be one of'],
    ['anim=yes', 'anim must be one of true, false'],
    ['metadata=all', 'metadata must be one of'],
    ['background=nocolour', 'background must be a CSS colour'],
    ['background=url%28http%3A%2F%2Fx%29', 'background must be a CSS colour'],
    ['blur=251', 'blur'],
    ['sharpen=11', 'sharpen'],
    ['brightness=-1', 'brightness'],
    ['brightness=NaN', 'brightness'],
    ['contrast=Infinity', 'contrast'],
    ['gamma=0.1', 'gamma must be 0 or a number from 0.34 to 3'],
    ['gamma=4', 'gamma'],
    ['saturation=11', 'saturation'],
    ['rotate=45', 'rotate must be one of'],
    ['flip=x', 'flip must be one of'],
    ['trim=1;2;3', 'trim must be border or four numbers'],
    ['trim=1;2;3;4;5', 'trim must be border or four numbers'],
    ['trim=1;2;3;x', 'trim must be a whole number'],
    ['trim=1;2;3;4,trim.left=1', 'trim cannot be combined'],
    ['trim.width=0', 'trim.width'],
    ['scq=0', 'quality'],
    ['onerror=ignore', 'onerror must be one of redirect'],
    ['upscale=generate', 'upscale must be one of interpolate'],
    ['segment=foreground', 'segment is not supported'],
    ['border=1', 'border is not supported'],
    ['draw=1', 'draw is not an option'],
    ['__proto__=1', '__proto__ is not an option'],
    ['constructor=1', 'constructor is not an option'],
    ['W=4', 'W is not an option'],
    ['w=4,w=4', 'width is given twice'],
    ['w=4,width=5', 'width is given twice'],
    ['w=', 'options must be name=value pairs'],
    ['=4', 'is not an option'],
    ['w=4,', 'options must be name=value pairs'],
    ['w=4,,h=4', 'options must be name=value pairs'],
    ['w=4=5', 'options must be name=value pairs'],
    ['w=4, h=4', ' h is not an option'],
    ['w=%zz', 'w is not valid percent-encoding'],
    ['background=%ff', 'background is not valid percent-encoding'],
  ])('refuses %s', (segment, message) => {
    const parse = () => parseTransformOptions(segment);

    expect(parse).toThrow(DeliveryError);
    expect(parse).toThrow(expect.objectContaining({ failure: 'invalid-options' }));
    expect(parse).toThrow(message);
  });

  it('tells a list of options from the name of a variant', () => {
    const answers = ['w=1', 'public', 'my-Variant_2', 'format=json'].map(isOptionList);

    expect(answers).toEqual([true, false, false, true]);
  });
});
